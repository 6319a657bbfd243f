const IDS: [RegExp, string][] = [
  [/^CentOS\b/, 'centos'],
  [/^Red Hat Enterprise\b/, 'rhel'],
  [/^Scientific Linux\b/, 'scientific'],
  [/^Oracle Linux\b/, 'ol'],
  [/^Rocky Linux\b/, 'rocky'],
  [/^AlmaLinux\b/, 'almalinux'],
  [/^Fedora\b/, 'fedora'],
  [/^SUSE Linux Enterprise Server\b/, 'sles'],
  [/^openSUSE\b/, 'opensuse'],
];

/** `CentOS release 6.10 (Final)`, `SUSE Linux Enterprise Server 11 (x86_64)`: systems before os-release. */
export function oldRelease(line: string): { id: string; versionId: string; name: string } {
  const id = IDS.find(([pattern]) => pattern.test(line))?.[1] ?? '';
  const at = line.search(/\s(?:release\s)?\d/);
  const versionId = /\s(?:release\s+)?(\d+(?:\.\d+)*)/.exec(line)?.[1] ?? '';
  return id === ''
    ? { id, versionId: '', name: '' }
    : { id, versionId, name: line.slice(0, Math.max(0, at)).trim() };
}
