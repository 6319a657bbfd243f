import type { Session } from '../frames/decode.ts';
import { type Failure, failure } from './transports/failure.ts';

/** What the sites file calls a setting that the line of a key may refuse. */
const NAMES: Record<string, string> = {
  owners: 'owners',
  homes: 'homes',
  loads: 'loadTests',
  places: 'roots.scheduler',
};

/** An agent that did what it may, and less than it was asked for. Settings newer than it are no matter of the node's. */
export function settingsRefused({ refused }: Session): Failure | null {
  const words = [...new Set(refused.map(({ why }) => why))].filter((why) => Object.hasOwn(NAMES, why));
  if (words.length === 0) return null;
  const settings = words.map((word) => NAMES[word]).join(', ');
  return failure(
    'setting-refused',
    `the key on the node does not allow what the sites file asks for: ${settings}`,
    `Put --allow ${words.join(',')} behind "forced" in its line of authorized_keys, or take it out of the sites file.`,
  );
}
