import { foldPython } from './conda.ts';
import { applyRule, type Reading, type Rule } from './rule.ts';
import { bioconductorInSpack } from './tables/bioconductor.ts';
import { debianImports } from './tables/debian-imports.ts';
import { debianPython } from './tables/debian-python.ts';
import { spackPythonRenames, spackPythonUnclear } from './tables/spack-python.ts';

const wellKnown: ReadonlySet<string> = new Set([...debianPython, ...Object.values(debianImports)]);

/** What an ecosystem puts before the names of a language's packages. */
export const packageRules: readonly Rule<Reading, Reading>[] = [
  {
    name: 'spack-python',
    sentence: "Spack puts py- before a Python package's name on PyPI; others write so only well-known ones.",
    read: (reading) => {
      const name = pythonName(reading);
      return name === '' ? null : { ...reading, name, scopes: ['pip'], keys: [] };
    },
    examples: [
      ['module', 'py-numpy/1.24.3-gcc-12.2.0-abcdefg', 'numpy', '1.24.3', '', 'gcc-12.2.0-abcdefg'],
      ['module', 'py-torch/2.1.2-gcc-12.2.0-abcdefg', 'pytorch', '2.1.2', '', 'gcc-12.2.0-abcdefg'],
      ['module', 'py-docket/0.6-gcc-12.2.0-abcdefg', 'pydocket', '0.6', '', 'gcc-12.2.0-abcdefg'],
      ['module', 'py-scikit-learn/1.3.0', 'scikit-learn', '1.3.0', '', ''],
    ],
    counterExamples: [
      ['module', 'py-espresso/4.0-gcc-12.2.0-abcdefg', 'Spack does not fetch it from PyPI'],
      ['module', 'py-spy/0.3.14', 'its name on PyPI begins with py-'],
      ['module', 'pytorch/2.1', 'no dash'],
    ],
  },
  {
    name: 'spack-bioconductor',
    sentence: "Spack's r-name of a package from Bioconductor, which conda calls bioconductor-name.",
    read: (reading) => {
      const name = reading.name.toLowerCase();
      if (!reading.scopes.includes('spack') || !name.startsWith('r-')) return null;
      if (!bioconductorInSpack.has(name.slice(2))) return null;
      return { ...reading, name: `bioconductor-${name.slice(2)}`, scopes: ['conda'], keys: [] };
    },
    examples: [
      [
        'module',
        'r-deseq2/1.40.0-gcc-12.2.0-abcdefg',
        ...(['bioconductor-deseq2', '1.40.0', '', 'gcc-12.2.0-abcdefg'] as const),
      ],
    ],
    counterExamples: [
      ['module', 'r-ggplot2/3.4.2-gcc-12.2.0-abcdefg', "CRAN's packages are r-name in Spack and in conda"],
      ['module', 'r-deseq2/1.40.0', 'nothing says that this is Spack'],
    ],
  },
];

function pythonName({ name, scopes }: Reading): string {
  if (!name.startsWith('py-')) return '';
  const rest = foldPython(name.slice('py-'.length));
  if (!scopes.includes('spack')) return wellKnown.has(rest) ? rest : '';
  return spackPythonRenames[name] ?? (spackPythonUnclear.has(rest) ? '' : rest);
}

/** Applies the first rule that holds. */
export function unprefix(reading: Reading): Reading {
  for (const rule of packageRules) {
    const next = applyRule(rule, reading);
    if (next !== null) return { ...next, rules: [...next.rules, rule.name] };
  }
  return reading;
}
