import { spawnSync } from 'node:child_process';

const told = new Set<string>();

/**
 * Is this program here? A test that needs one asks with `test.skipIf(!needs('siftool', 'siftool'))`. Where it
 * is missing, one line says which Debian package has it; under GAZETTEER_TEST_REQUIRE=all that is an error.
 */
export function needs(program: string, debianPackage: string): boolean {
  if (spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0) return true;
  const line = `${program} is missing (apt-get install ${debianPackage})`;
  if (process.env.GAZETTEER_TEST_REQUIRE === 'all') throw new Error(line);
  if (!told.has(program)) console.log(`skipped: ${line}`);
  told.add(program);
  return false;
}
