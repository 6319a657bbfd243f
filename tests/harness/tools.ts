import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** sshd and its like lie in sbin, which is not on everybody's PATH. */
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The full path of a program, or undefined where this machine has none. */
export function pathOf(program: string): string | undefined {
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Says whether a test has the program it needs. A missing one skips the test with a line that names
 * the Debian package, and is an error under GAZETTEER_TEST_REQUIRE=all.
 */
export function needs(program: string, debianPackage: string): boolean {
  return pathOf(program) !== undefined || missing(program, debianPackage);
}

/** The same for a file, such as a header of C. */
export function needsFile(path: string, debianPackage: string): boolean {
  return existsSync(path) || missing(path, debianPackage);
}

function missing(what: string, debianPackage: string): false {
  const line = `no ${what}: install the Debian package ${debianPackage}`;
  if (process.env.GAZETTEER_TEST_REQUIRE === 'all') throw new Error(line);
  console.log(`skipped: ${line}`);
  return false;
}

/** Whether the tests run as root, as they do in CI; says so where one of them has to be left out. */
export function asRoot(why: string): boolean {
  if (process.getuid?.() === 0) return true;
  if (process.env.GAZETTEER_TEST_REQUIRE === 'all') throw new Error(`this test needs root ${why}`);
  console.log(`skipped: needs root ${why}`);
  return false;
}
