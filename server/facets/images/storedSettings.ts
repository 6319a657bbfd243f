import type { EvidenceUnit, ItemReading } from '../facet.ts';
import type { ImageSettings, Label } from './schema.ts';
import { jsonTexts, member } from './values.ts';

/** Behind the path of an image in a store. */
export const SETTINGS = 'settings';

/** The agent puts this in front of the variables that it let through; an older one let none through, and said nothing. */
const LOOKED = '=looked';

const NAMES = /^(?:CUDA_VERSION|ROCM_VERSION|NVIDIA_DISABLE_REQUIRE|NVIDIA_REQUIRE_[A-Z]+)$/;

/** The item that stands beside an image, of what its configuration sets; none where the agent did not look. */
export function settingsItem(path: string, configuration: unknown, evidence: EvidenceUnit): ItemReading[] {
  if (typeof configuration !== 'object' || configuration === null) return [];
  const set = member(configuration, 'Env');
  // No agent takes the list away: without one, nothing is set.
  if (set === undefined || set === null) return settingsOf(path, [], evidence);
  const variables = jsonTexts(set);
  return variables.includes(LOOKED) ? settingsOf(path, variables, evidence) : [];
}

/** The same of an OCI-SIF, in whose configuration every agent looked. */
export function sifSettingsItem(path: string, configuration: unknown, evidence: EvidenceUnit): ItemReading[] {
  if (typeof configuration !== 'object' || configuration === null) return [];
  return settingsOf(path, jsonTexts(member(configuration, 'Env')), evidence);
}

function settingsOf(path: string, variables: string[], evidence: EvidenceUnit): ItemReading[] {
  const settings = variables.flatMap((one): Label[] => {
    const at = one.indexOf('=');
    const name = one.slice(0, Math.max(at, 0));
    return NAMES.test(name) ? [{ name, value: one.slice(at + 1) }] : [];
  });
  const facts: ImageSettings = {
    kind: 'images.settings',
    settings: settings.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
  return [{ path: `${path}/${SETTINGS}`, facts, evidence }];
}
