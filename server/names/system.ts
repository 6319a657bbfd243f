import { foldPython, foldR } from './conda.ts';
import { type AliasScope, firstRule, type Reading, type Rule } from './rule.ts';
import { debianImports } from './tables/debian-imports.ts';
import { debianPython } from './tables/debian-python.ts';

/** A package of the system, as dpkg, rpm or apk list it. */
export interface SystemRecord {
  name: string;
  /** Whole, as the database has it: `1:2.3.4-5`, `2.3.4-5.el9`. */
  version: string;
  family: 'deb' | 'rpm' | 'apk' | 'pacman';
}

interface SystemName {
  name: string;
  scopes: AliasScope[];
}

/** What distributions put before the names of languages' packages. */
export const systemRules: readonly Rule<SystemRecord, SystemName>[] = [
  {
    name: 'system-python',
    sentence:
      'python3-name holds the Python package that PyPI has under that name, or the one that is imported as name.',
    read: ({ name }) => {
      const found = /^(?:python3(?:\.\d{1,2}|\d{1,2})?|py3)-(.+)$/.exec(name);
      const rest = foldPython(found?.[1] ?? '');
      const distribution = debianPython.has(rest) ? rest : debianImports[rest];
      return distribution === undefined ? null : { name: distribution, scopes: ['pip'] };
    },
    // Alpine writes py3-name.
    examples: [
      ['rpm', 'py3-numpy 1.25.2-r0', 'numpy', '1.25.2', '', '1.25.2-r0'],
      ['deb', 'python3-numpy 1:1.24.2-1+b1', 'numpy', '1.24.2', '', '1:1.24.2-1+b1'],
      ['deb', 'python3-yaml 6.0-3+b2', 'pyyaml', '6.0', '', '6.0-3+b2'],
      ['rpm', 'python3.11-numpy 1.23.5-1.el9', 'numpy', '1.23.5', '', '1.23.5-1.el9'],
      ['deb', 'python3-sklearn 1.2.1+dfsg-1', 'scikit-learn', '1.2.1', '', '1.2.1+dfsg-1'],
    ],
    counterExamples: [
      ['deb', 'python3-apt 2.6.0', 'no package of PyPI'],
      ['deb', 'python3 3.11.2-1+b1', 'Python itself'],
    ],
  },
  {
    name: 'debian-r',
    sentence: "Debian's packages of CRAN and Bioconductor, which conda calls r-name and bioconductor-name.",
    read: ({ name, family }) => {
      const found = family === 'deb' ? /^r-(cran|bioc)-(.+)$/.exec(name) : null;
      if (found === null) return null;
      const [, from, rest = ''] = found;
      return { name: foldR(from === 'cran' ? `r-${rest}` : `bioconductor-${rest}`), scopes: ['conda'] };
    },
    examples: [
      ['deb', 'r-cran-ggplot2 3.4.1+dfsg-1', 'r-ggplot2', '3.4.1', '', '3.4.1+dfsg-1'],
      ['deb', 'r-bioc-deseq2 1.38.3+dfsg-1', 'bioconductor-deseq2', '1.38.3', '', '1.38.3+dfsg-1'],
    ],
    counterExamples: [['deb', 'r-base 4.2.2.20221110-2', 'the language itself']],
  },
  {
    name: 'system-package',
    sentence: "A package's name is the tool, without the distribution's own marks.",
    read: ({ name }) => ({ name, scopes: ['system'] }),
    examples: [
      ['deb', 'rna-star 2.7.10b+dfsg-2', 'star', '2.7.10b', '', '2.7.10b+dfsg-2'],
      ['deb', 'star 1.6-1', 'system:star', '1.6', '', '1.6-1'],
      ['rpm', 'R-core 4.3.1-1.el9', 'r', '4.3.1', '', '4.3.1-1.el9'],
      ['deb', 'libhdf5-103-1 1.10.8+repack1-1', 'libhdf5-103-1', '1.10.8', '', '1.10.8+repack1-1'],
    ],
    counterExamples: [['deb', 'python3-numpy 1:1.24.2-1+b1', 'a Python package']],
  },
];

/** Reads a package of the system whose texts are one line each. */
export function readSystem(record: SystemRecord): Reading | null {
  const fired = firstRule(systemRules, record);
  if (fired === null) return null;
  const { version, family } = record;
  const upstream = upstreamVersion(version, family);
  return { ...fired.out, version: upstream, variant: '', build: version, keys: [], rules: [fired.rule] };
}

/**
 * What the program itself calls its version: without epoch and revision (Debian Policy 5.6.12, rpm-version(7)),
 * and without the mark of a repacked Debian source (`+dfsg`, `+ds`, `+repack1`).
 */
export function upstreamVersion(version: string, family: SystemRecord['family']): string {
  const colon = /^\d+:/.exec(version);
  const rest = colon === null ? version : version.slice(colon[0].length);
  const dash = rest.lastIndexOf('-');
  const upstream = dash < 1 ? rest : rest.slice(0, dash);
  return family === 'deb' ? upstream.replace(/[+~.](?:dfsg|ds|repack)[\d.]*$/, '') : upstream;
}
