import fc from 'fast-check';

/** Texts made of what versions are made of, so that random ones collide and nearly agree, and of anything at all. */
const piece = fc.constantFrom(
  ...[
    '0',
    '1',
    '2',
    '9',
    '10',
    '00',
    '007',
    '123456789012345678901',
    '.',
    '.',
    '.',
    '-',
    '_',
    '+',
    '!',
    '~',
    '*',
    '^',
    '/',
  ],
  ...[
    'a',
    'b',
    'rc',
    'dev',
    'post',
    'alpha',
    'DEV',
    'v',
    'g',
    'final',
    'Aug',
    '2Aug2023',
    'é',
    '中',
    '😀',
    ' ',
    ':',
  ],
);

export const versionText = fc.oneof(
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

export function shuffled<T>(list: T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray(list, { minLength: list.length });
}

/** Texts made of what names are made of. */
const word = fc.constantFrom(
  ...[
    'samtools',
    'SAMtools',
    'R',
    'bio',
    'Core',
    'GCC',
    'gcc',
    'foss',
    '2023a',
    '12.2.0',
    '1.17',
    'CUDA',
    'openmpi',
  ],
  ...[
    'quay.io',
    'biocontainers',
    'mulled-v2',
    'h00cdaf9_0',
    'abcdefg',
    'latest',
    '64',
    'v1',
    'sif',
    'é',
    '😀',
  ],
  ...[
    '/',
    '/',
    '-',
    '-',
    '--',
    '_',
    ':',
    '@',
    '.',
    '+',
    ' ',
    '\n',
    '\0',
    '\u001b[31m',
    '"',
    "'",
    '$(x)',
    '<b>',
    '://',
  ],
);

export const nameText = fc.oneof(
  { weight: 6, arbitrary: fc.array(word, { maxLength: 10 }).map((words) => words.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);
