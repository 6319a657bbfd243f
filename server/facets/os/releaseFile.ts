const IDS: [RegExp, string][] = [
  [/^CentOS\b/, 'centos'],
  [/^Red Hat Enterprise\b/, 'rhel'],
  [/^Scientific Linux\b/, 'scientific'],
  [/^Oracle Linux\b/, 'ol'],
  [/^Rocky Linux\b/, 'rocky'],
  [/^AlmaLinux\b/, 'almalinux'],
  [/^Fedora\b/, 'fedora'],
  [/^Amazon Linux\b/, 'amzn'],
  [/^(?:Springdale|PUIAS)\b/, 'springdale'],
  [/^EuroLinux\b/, 'eurolinux'],
  [/^openEuler\b/, 'openEuler'],
  [/^Anolis OS\b/, 'anolis'],
  [/^SUSE Linux Enterprise Desktop\b/, 'sled'],
  [/^SUSE Linux Enterprise Server\b/, 'sles'],
  [/^openSUSE\b/, 'opensuse'],
];

/**
 * `CentOS release 6.10 (Final)`, and `SUSE Linux Enterprise Server 11 (x86_64)` with `PATCHLEVEL = 4` in a line
 * below: systems before os-release.
 */
export function oldRelease(text: string): { id: string; versionId: string; name: string } {
  const line = text.split('\n')[0]?.trim() ?? '';
  const id = IDS.find(([pattern]) => pattern.test(line))?.[1] ?? '';
  const at = line.search(/\s(?:release\s)?\d/);
  const version = /\s(?:release\s+)?(\d+(?:\.\d+)*)/.exec(line)?.[1] ?? '';
  const patch = /^PATCHLEVEL\s*=\s*([1-9]\d?)$/m.exec(text)?.[1];
  const versionId = patch === undefined ? version : `${version}.${patch}`;
  return id === ''
    ? { id, versionId: '', name: '' }
    : { id, versionId, name: line.slice(0, Math.max(0, at)).trim() };
}
