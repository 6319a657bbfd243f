import type { Target } from '../collect/transports/transport.ts';
import { type AgentSettings, agentBundle, settingsLines, settingValues } from './bundle.ts';

/**
 * What an installed agent is asked for (agents/forced.sh). It is no program of Gazetteer's own: on a node whose key is
 * not held to the installed agent, a program called gazetteer may lie, and would do as it is told.
 */
export const COLLECT = 'gazetteer-agent collect';

/** How the agent is started on a target, and what it reads: the agent itself, or its settings where it is installed. */
export function agentRun(target: Target, settings: AgentSettings): { target: Target; script: string } {
  const all = { ...settings, root: target.root };
  return target.installed
    ? { target: { ...target, command: COLLECT }, script: settingsText(all) }
    : { target, script: settingsLines(all) + agentBundle().text };
}

/** What the installed agent takes no line of. */
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Per list the lines that an installed agent takes: one that it does not would cost the whole visit. */
const LISTS: Record<string, RegExp> = {
  GZ_ROOTS: /^[a-z][a-z0-9-]* (?:\/|$)/,
  GZ_KNOWN: /^[a-z][a-z0-9-]* (?:\/|$)/,
  GZ_DIGESTS: /^\//,
  GZ_CONTENTS: /^[0-9]+ \//,
  GZ_SHARED: /^\//,
  GZ_STAMPS: /^\/[^\t]*\t\/[^\t]*$/,
  GZ_LOADS: /^\/[^\t]*\t[^\t]+\t[^\t]/,
};

/** The settings as the installed agent reads them: lines "NAME VALUE", one for each line of a list. */
export function settingsText(settings: AgentSettings): string {
  const lines = settingValues(settings).flatMap(([name, value]) => {
    const form = LISTS[name];
    const said = form ? value.split('\n').filter((line) => form.test(line)) : [value];
    return said.filter((line) => !CONTROL.test(line)).map((line) => `${name} ${line}\n`);
  });
  return `gazetteer-settings 1\n${lines.join('')}end\n`;
}
