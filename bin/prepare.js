// Makes a checkout ready to run: installs what is missing and builds what is stale, and only that.
// Uses nothing but Node, since nothing else may be there yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oneAtATime } from './oneAtATime.js';

export const home = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(home, 'node_modules');

/** What is built from what. An output is stale when the list of its sources, with sizes and times, changed. */
const BUILDS = [
  {
    name: 'database client',
    output: 'server/store/prisma/client.ts',
    sources: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
    run: () => tool('prisma/build/index.js', ['generate']),
  },
  {
    name: 'service',
    output: 'dist/server/cli/main.js',
    sources: ['server', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    run: () => tool('typescript/bin/tsc', ['-p', 'tsconfig.build.json']),
  },
  {
    name: 'pages',
    output: 'dist/web/index.html',
    sources: ['web', 'server/routes/schemas', 'vite.config.ts', 'package-lock.json'],
    run: () => tool('vite/bin/vite.js', ['build', '--logLevel', 'warn']),
  },
];

/** Installs and builds as needed, saying what it does; ends the process with one line when that fails. */
export async function prepare({ quiet = false } = {}) {
  const say = quiet ? () => {} : (text) => console.error(text);
  try {
    if (isInstalled() && !BUILDS.some(isStale)) return;
    await oneAtATime(join(home, 'dist', '.preparing'), say, async () => {
      await install(say);
      for (const build of BUILDS) await buildIfStale(build, say);
    });
  } catch (error) {
    console.error(`gazetteer: ${error.message}`);
    process.exit(1);
  }
}

/** npm writes it when it is done. */
const done = join(modules, '.package-lock.json');

const isInstalled = () =>
  existsSync(done) &&
  existsSync(join(modules, 'vitest')) &&
  statSync(done).mtimeMs >= statSync(join(home, 'package-lock.json')).mtimeMs;

async function install(say) {
  if (isInstalled()) return;
  // npm ci empties the folder first, and through a link that folder is another checkout's.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error(
      `${modules} is a symbolic link and its packages are not those of package-lock.json; remove the link and start again`,
    );
  }
  say('Installing packages (npm ci), which takes a minute or so ...');
  // No package needs its install script here: docs/dependencies.md.
  await command(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error', '--include=dev'],
    'npm ci',
  );
  // npm keeps the lock file's own time; what counts is when the installation ended.
  const now = new Date();
  if (existsSync(done)) utimesSync(done, now, now);
}

const stampFileOf = ({ name }) => join(home, 'dist', `.${name.replace(/ /g, '-')}.stamp`);

function isStale(build) {
  const stampFile = stampFileOf(build);
  const known = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  return known !== stampOf(build.sources) || !existsSync(join(home, build.output));
}

async function buildIfStale(build, say) {
  if (!isStale(build)) return;
  const stampFile = stampFileOf(build);
  say(`Building the ${build.name} ...`);
  rmSync(stampFile, { force: true });
  await build.run();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stampOf(build.sources));
}

function stampOf(sources) {
  const hash = createHash('sha256');
  const add = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (!stat.isDirectory()) return void hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\0`);
    for (const name of readdirSync(path).sort()) add(join(path, name));
  };
  for (const source of sources) add(join(home, source));
  return hash.digest('hex');
}

/** Runs a program that a package brings, with this very Node. */
function tool(path, args) {
  return command(process.execPath, [join(modules, path), ...args], `${path.split('/')[0]} ${args[0]}`);
}

function command(program, args, name) {
  return new Promise((done, failed) => {
    let said = '';
    const child = spawn(program, args, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', (error) => failed(new Error(`${name} could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) return done();
      failed(new Error(`${name} failed with exit code ${code}:\n${told(said)}`));
    });
  });
}

/** What a failed tool said: npm's errors first, else the end of it. */
function told(said) {
  const lines = said.trim().split('\n');
  const errors = lines.filter((line) => line.startsWith('npm error') && line.length > 10);
  return (errors.length > 0 ? errors.slice(0, 12) : lines.slice(-15)).join('\n');
}
