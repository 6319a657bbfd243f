import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * modulecmd.tcl of the installed package, or of its archive in the temporary folder, unpacked below `folder` (it
 * conflicts with lmod); undefined where there is neither or no tclsh.
 */
export function modulecmd(folder: string): string | undefined {
  if (spawnSync('tclsh', [], { input: 'exit 0' }).status !== 0) return undefined;
  const installed = [
    '/usr/lib/x86_64-linux-gnu',
    '/usr/lib/aarch64-linux-gnu',
    '/usr/lib',
    '/usr/share/Modules/libexec',
  ];
  const found = installed.map((one) => join(one, 'modulecmd.tcl')).find((path) => existsSync(path));
  const archive = readdirSync(tmpdir()).find((name) => /^environment-modules_.*\.deb$/.test(name));
  if (found !== undefined || archive === undefined) return found;
  const into = join(folder, 'envmodules');
  spawnSync('dpkg', ['-x', join(tmpdir(), archive), into]);
  return installed.map((one) => join(into, one, 'modulecmd.tcl')).find((path) => existsSync(path));
}
