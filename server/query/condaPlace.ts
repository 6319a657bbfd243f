import { facets } from '../facets/registry.ts';
import { pastable } from './pasting.ts';

/** Where an environment is, and the line that makes it usable ('' when there is none to paste): root and path suffice. */
export function condaPlace(rootPath: string, itemPath: string): { place: string; load: string } {
  const at = { rootKind: '', rootPath, itemPath, provider: 'conda', locator: '' } as const;
  const { place, load } = facets.conda.locate(at);
  return { place, load: pastable(load) };
}
