import type { FacetReading, NativeForm, NativeInput } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { readClientServer } from './client-server.ts';
import { modeOf } from './mode.ts';
import { type Runtime, type Runtimes, runtimeNames } from './schema.ts';
import { readVersion, type Told } from './version.ts';

/** `apptainer.txt` in a folder of saved outputs says whose bare version it is. */
function programOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.(?:txt|out|log)$/, '').replace(/[-_.]?version$/, '');
}

function toldOf(input: NativeInput): Told[] {
  return input.files.flatMap(({ path, bytes }) => {
    const text = inputText({ name: path, files: [{ path, bytes }] });
    // One file may hold the answers of several programs, a line each.
    const lines = text
      .slice(0, 20_000)
      .split('\n', 200)
      .map((line) => readVersion(programOf(path), line));
    return lines.filter((told) => told !== null);
  });
}

function documentOf(told: Told[], server: Pick<Runtime, 'server' | 'serverVersion'>): Runtimes {
  const runtimes = told.flatMap(({ name, version, release }): Runtime[] => {
    const known = runtimeNames.find((one) => one === name);
    if (!known) return [];
    // Nothing is said of how it is installed.
    const mode =
      known.startsWith('singularity') || known === 'charliecloud'
        ? ''
        : modeOf(known, { starter: '', allow: '' });
    return [{ name: known, version, release, path: '', inPath: false, mode, ...server }];
  });
  const nvidiaToolkit = told.find(({ name }) => name === 'nvidia-toolkit')?.version ?? '';
  return { kind: 'runtimes.node', runtimes, nvidiaToolkit, dockerIsPodman: false };
}

function failed(input: NativeInput, format: string): FacetReading {
  const message = 'no version of a known container runtime was found';
  return nativeReading(input, format, null, [
    problemOf('runtimes', input.name, format, 1, inputText(input), message),
  ]);
}

const clientServer: NativeForm = {
  format: 'runtime-client-server',
  sentence: 'Output of docker version, docker info, podman version or podman info, as text or JSON.',
  recognise: (input) => readClientServer(inputText(input)) !== null,
  parse: (input) => {
    const told = readClientServer(inputText(input));
    if (!told) return failed(input, 'runtime-client-server');
    const facts = documentOf([told.client], { server: told.server, serverVersion: told.serverVersion });
    return nativeReading(input, 'runtime-client-server', facts, []);
  },
};

const version: NativeForm = {
  format: 'runtime-version',
  sentence:
    'Output of --version of one or several container runtimes; a bare version needs the program as file name.',
  recognise: (input) => toldOf(input).length > 0,
  parse: (input) => {
    const told = toldOf(input);
    if (told.length === 0) return failed(input, 'runtime-version');
    return nativeReading(input, 'runtime-version', documentOf(told, { server: '', serverVersion: '' }), []);
  },
};

export const natives: NativeForm[] = [clientServer, version];
