import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { withoutSecrets } from './channel.ts';
import type { Listed } from './lists.ts';
import type { Specification } from './schema.ts';

/** A match specification of conda (conda/models/match_spec.py), or a requirement of pip, as one line. */
const SPEC =
  /^(?!.*,[A-Za-z])(?:[\w./:@%+-]+::)?[A-Za-z0-9_][\w.-]*(?:\[[^\]]*\])?(?:(?: ?(?:[=<>!~]=?|===) ?|[ ]+)(?=['"]?[\d*])[^;#{}()]*)?(?:;.*)?$/;
const COMPARED = /[=<>]=?|::/;

/** A file for `conda install --file` that names packages instead of addresses, or pip's requirements.txt. */
export function parseSpecList(text: string, where: string): Listed<Specification> | null {
  const specs: string[] = [];
  const problems: Problem[] = [];
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
    // Options of pip, such as -r and --hash.
    if (line === '' || line.startsWith('-')) continue;
    if (line.length < 500 && SPEC.test(line)) specs.push(withoutSecrets(line));
    else {
      const message = 'expected the name of a package and perhaps a version';
      problems.push(problemOf('conda', where, 'conda-specs', at + 1, withoutSecrets(line), message));
    }
  }
  if (!specs.some((one) => COMPARED.test(one)) || problems.length > specs.length / 10) return null;
  return { facts: { kind: 'conda.specification', name: '', channels: [], specs, pip: [] }, problems };
}
