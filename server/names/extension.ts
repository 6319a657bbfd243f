import { foldPython, foldR } from './conda.ts';
import { readModule } from './module.ts';
import { firstRule, type Reading, type Rule } from './rule.ts';
import { bioconductorInSpack } from './tables/bioconductor.ts';

/** What a module brings besides itself: `numpy/1.26.4` of a SciPy-bundle. */
interface Extension {
  reading: Reading;
  /** The tool that the module is. */
  owner: string;
}

/** The language of an extension, told by the module that brings it; the same word names other things elsewhere. */
export const extensionRules: readonly Rule<Extension, Reading>[] = [
  {
    name: 'r-extension',
    sentence:
      'An extension of R is a package of CRAN or Bioconductor, which conda calls r-name and bioconductor-name.',
    read: ({ reading, owner }) => {
      if (owner !== 'r' && !owner.startsWith('r-bundle')) return null;
      const name = foldR(reading.name);
      const prefix = bioconductorInSpack.has(name) ? 'bioconductor' : 'r';
      return { ...reading, name: `${prefix}-${name}`, scopes: ['conda'], keys: [] };
    },
    examples: [
      ['extension', 'data.table/1.14.8 in R/4.3.2-gfbf-2023a', 'r-data-table', '1.14.8', '', ''],
      [
        'extension',
        'DESeq2/1.40.2 in R-bundle-Bioconductor/3.18-foss-2023a-R-4.3.2',
        ...(['bioconductor-deseq2', '1.40.2', '', ''] as const),
      ],
    ],
    counterExamples: [['extension', 'numpy/1.26.4 in SciPy-bundle/2023.11-gfbf-2023b', 'the module is no R']],
  },
  {
    name: 'python-extension',
    sentence: 'An extension of Python is a package of PyPI.',
    read: ({ reading, owner }) => {
      if (owner !== 'python' && !/^(?:python-bundle|scipy-bundle)/.test(owner)) return null;
      return { ...reading, name: foldPython(reading.name), scopes: ['pip'], keys: [] };
    },
    examples: [
      ['extension', 'numpy/1.26.4 in SciPy-bundle/2023.11-gfbf-2023b', 'numpy', '1.26.4', '', ''],
      [
        'extension',
        'typing_extensions/4.8 in Python-bundle-PyPI/2023.10',
        'typing-extensions',
        '4.8',
        '',
        '',
      ],
      ['extension', 'arrow/1.3.0 in Python/3.11.5', 'pypi:arrow', '1.3.0', '', ''],
    ],
    counterExamples: [['extension', 'Matrix/1.6 in R/4.3.2', 'the module is R']],
  },
  {
    name: 'perl-extension',
    sentence: 'An extension of Perl is a distribution of CPAN, which conda calls perl-name.',
    read: ({ reading, owner }) => {
      if (owner !== 'perl' && !owner.startsWith('perl-bundle')) return null;
      const name = `perl-${reading.name.toLowerCase().replaceAll('::', '-')}`;
      return { ...reading, name, scopes: ['conda'], keys: [] };
    },
    examples: [
      [
        'extension',
        'Archive::Zip/1.68 in Perl-bundle-CPAN/5.38.0-GCCcore-13.2.0',
        'perl-archive-zip',
        '1.68',
        '',
        '',
      ],
    ],
    counterExamples: [
      ['extension', 'numpy/1.26.4 in SciPy-bundle/2023.11-gfbf-2023b', 'the module is no Perl'],
    ],
  },
  {
    name: 'other-extension',
    sentence: 'The module does not tell the language, so the extension is named as a module is.',
    read: ({ reading }) => reading,
    examples: [['extension', 'samtools/1.17 in biotools/2023', 'samtools', '1.17', '', '']],
    counterExamples: [['extension', 'numpy/1.26.4 in SciPy-bundle/2023.11-gfbf-2023b', 'a Python package']],
  },
];

/** Reads what a module brings; the text is one line, `owner` the tool that the module is. */
export function readExtension(text: string, owner: string): Reading | null {
  const reading = readModule(text);
  const fired = reading === null ? null : firstRule(extensionRules, { reading, owner });
  if (fired === null) return null;
  return { ...fired.out, rules: [...fired.out.rules, fired.rule] };
}
