import type { Command } from 'commander';

/** Adds a verb to the command line. */
type Verb = (program: Command) => void;

/** Every verb, each loaded when it is wanted: all of them are a thousand modules, and most of the time that a command takes. */
export const VERBS: [name: string, load: () => Promise<Verb>][] = [
  ['serve', async () => (await import('./serve.ts')).serveVerb],
  ['work', async () => (await import('./work.ts')).workVerb],
  ['apply', async () => (await import('./apply.ts')).applyVerb],
  ['sites', async () => (await import('./sites.ts')).sitesVerb],
  ['demo', async () => (await import('./demo.ts')).demoVerb],
  ['collect', async () => (await import('./collect.ts')).collectVerb],
  ['clusters', async () => (await import('./clusters.ts')).clustersVerb],
  ['find', async () => (await import('./find.ts')).findVerb],
  ['check', async () => (await import('./check.ts')).checkVerb],
  ['lock', async () => (await import('./lock.ts')).lockVerb],
  ['sbom', async () => (await import('./sbom.ts')).sbomVerb],
  ['fleet', async () => (await import('./fleet.ts')).fleetVerb],
  ['compare', async () => (await import('./compare.ts')).compareVerb],
  ['inventory', async () => (await import('./inventory.ts')).inventoryVerb],
  ['changes', async () => (await import('./changes.ts')).changesVerb],
  ['report', async () => (await import('./report.ts')).reportVerb],
  ['reports', async () => (await import('./reports.ts')).reportsVerb],
  ['verdict', async () => (await import('./verdict.ts')).verdictVerb],
  ['diff', async () => (await import('./diff.ts')).diffVerb],
  ['drift', async () => (await import('./drift.ts')).driftVerb],
  ['nodes', async () => (await import('./nodes.ts')).nodesVerb],
  ['hostkeys', async () => (await import('./hostkeys.ts')).hostKeysVerb],
  ['login', async () => (await import('./login.ts')).loginVerb],
  ['suspects', async () => (await import('./suspects.ts')).suspectsVerb],
  ['sweeps', async () => (await import('./sweeps.ts')).sweepsVerb],
  ['tokens', async () => (await import('./tokens.ts')).tokensVerb],
  ['admin', async () => (await import('./admin.ts')).adminVerb],
  ['audit', async () => (await import('./audit.ts')).auditVerb],
  ['loads', async () => (await import('./loads.ts')).loadsVerb],
  ['agent', async () => (await import('./agent.ts')).agentVerb],
  ['parse', async () => (await import('./parse.ts')).parseVerb],
  ['import', async () => (await import('./import.ts')).importVerb],
  ['prune', async () => (await import('./prune.ts')).pruneVerb],
  ['dump', async () => (await import('./dump.ts')).dumpVerb],
  ['restore', async () => (await import('./restore.ts')).restoreVerb],
  ['names', async () => (await import('./names.ts')).namesVerb],
];
