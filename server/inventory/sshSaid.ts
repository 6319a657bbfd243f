import type { NodeSettings } from './settings.ts';
import type { Settings } from './sitesSchema.ts';

type Pick = <T>(from: (settings: Settings) => T | undefined) => T | undefined;

/** What the sites file says of the ways of ssh, and only that. */
export function sshSaid(
  pick: Pick,
  pathOf: (path: string) => string,
): { ssh?: NonNullable<NodeSettings['ssh']> } {
  const config = pick(({ ssh }) => ssh?.config);
  const jump = pick(({ ssh }) => ssh?.jump);
  const jumpNodes = pick(({ ssh }) => ssh?.jumpNodes);
  const [program, ...rest] = pick(({ ssh }) => ssh?.passphraseCommand) ?? [];
  const said = {
    ...(config === undefined ? {} : { config: config === false ? (false as const) : pathOf(config) }),
    ...(jump === undefined ? {} : { jump: jumpsOf(jump) }),
    ...(jumpNodes === undefined ? {} : { jumpNodes }),
    // A program without a folder is looked for in PATH.
    ...(program === undefined
      ? {}
      : { passphraseCommand: [program.includes('/') ? pathOf(program) : program, ...rest] }),
  };
  return Object.keys(said).length === 0 ? {} : { ssh: said };
}

function jumpsOf(jump: string | string[]): string[] {
  const words = [jump].flat().flatMap((one) => one.split(',').map((word) => word.trim()));
  return words.filter((word) => word.toLowerCase() !== 'none');
}
