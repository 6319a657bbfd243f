import { statSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { agentBundle, installedAgent } from '../agent/bundle.ts';
import { DEFAULT_LIMITS, localTarget } from '../collect/targets.ts';
import { visitNode } from '../collect/visitNode.ts';
import { GazetteerError } from '../errors.ts';
import { type FacetName, facetNames, isFacetName } from '../facets/names.ts';
import { authorizedKeyVerb } from './authorizedKey.ts';
import { print } from './output.ts';
import { readingView } from './readingView.ts';

export function agentVerb(program: Command): void {
  const agent = program
    .command('agent')
    .description('the script that runs on nodes: print it, run it here, or hold a key to it')
    .addHelpText('after', '\nExample:\n  gazetteer agent print | less');
  agent
    .command('print')
    .description('print the exact bytes that run on a node')
    .option('--installed', 'as a file for a node, whose key is held to it (see agent authorized-key)')
    .option('--json', 'as JSON, with the version')
    .addHelpText(
      'after',
      `
Examples:
  gazetteer agent print | less
  gazetteer agent print --installed > agent.sh`,
    )
    .action((options: { installed?: boolean; json?: boolean }) => {
      const printed = options.installed ? installedAgent() : agentBundle();
      print(options.json, printed, () => printed.text);
    });
  agent
    .command('run')
    .description('run the agent on this machine and print its frames, or with --json the parsed documents')
    .option('--facets <list>', `facets, separated by commas (${facetNames.join(', ')})`, facetList)
    .option('--root <folder>', 'read this folder as the node, instead of /')
    .option('--json', 'parsed documents with hash, outcome and coverage per root')
    .addHelpText(
      'after',
      `
Examples:
  gazetteer agent run > node.frames
  gazetteer agent run --facets modules,conda --json
  gazetteer agent run --root /srv/warewulf/rocky9 --json`,
    )
    .action(run);
  authorizedKeyVerb(agent);
}

function facetList(text: string): FacetName[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !isFacetName(name));
  if (wrong !== undefined) {
    throw new InvalidArgumentError(`"${wrong}" is no facet; there are ${facetNames.join(', ')}.`);
  }
  return names.filter(isFacetName);
}

async function run(options: { facets?: FacetName[]; root?: string; json?: boolean }): Promise<void> {
  const target = { ...localTarget('this machine'), root: options.root ?? '' };
  if (options.root !== undefined) checkFolder(options.root);
  const node = {
    nodeId: 0,
    clusterId: 0,
    target,
    agent: { facets: options.facets ?? [...facetNames] },
    limits: DEFAULT_LIMITS,
  };
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const onData = options.json ? undefined : (chunk: Buffer) => void process.stdout.write(chunk);
  const visit = await visitNode(node, abort.signal, onData ? { onData } : {});
  if (options.json) {
    print(
      true,
      { agent: visit.agent, failure: visit.failure, facets: visit.readings.map(readingView) },
      () => '',
    );
  }
  if (visit.failure)
    throw new GazetteerError(visit.failure.reason, visit.failure.message, visit.failure.hint);
}

function checkFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new GazetteerError(
    'root-folder',
    `${folder} is no folder`,
    "Give --root the folder that is the node's /",
  );
}
