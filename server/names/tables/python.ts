import type { AliasGroup } from './group.ts';
import { pypiOthers, pythonOthers } from './pypi-others.ts';
import { pypiRenames } from './pypi-renames.ts';

/** A name that says where it is from, so that it is nobody else's. */
const ofPypi = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, `pypi:${name}`]));

export const python: readonly AliasGroup[] = [
  {
    scopes: ['pip'],
    sentence: "conda's name of the distribution that PyPI has under this name.",
    names: pypiRenames,
  },
  {
    scopes: ['pip'],
    sentence:
      'The package of this name on PyPI is another than the program or library that is called so elsewhere.',
    names: ofPypi(pypiOthers),
  },
  {
    scopes: ['pip', 'python'],
    sentence: 'This Python package is another thing than the program that is called so elsewhere.',
    names: ofPypi(pythonOthers),
  },
  {
    scopes: ['pip'],
    sentence: 'The Python bindings of protobuf.',
    names: { protobuf: 'protobuf-python' },
  },
  {
    scopes: ['module'],
    sentence: "EasyBuild's name with the language in it.",
    names: { 'netcdf4-python': 'netcdf4', 'protobuf-python': 'protobuf-python' },
  },
];
