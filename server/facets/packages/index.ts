import type { Facet } from '../facet.ts';
import { matching, oneOf } from '../holds.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { packageOfferings } from './offerings.ts';
import { readPackages } from './read.ts';
import { NAME } from './rows.ts';
import { Packages } from './schema.ts';

export const packages: Facet = {
  name: 'packages',
  sentence: "The packages of a node's system, as dpkg, rpm or apk have them installed.",
  scope: 'node',
  kinds: [
    {
      kind: 'packages.node',
      sentence: 'One row per installed package; several versions of one are several rows.',
      schema: Packages,
      columns: [
        { ...column('name', 'text', 'Name of the package.'), holds: matching(NAME) },
        {
          ...column('version', 'text', 'Its version, whole: with epoch, and with the revision or release.'),
          holds: matching(/^[\w.+~^:%-]+$/),
        },
        {
          ...column('architecture', 'text', 'As the manager calls it, such as amd64, x86_64, noarch or all.'),
          holds: matching(/^[\w-]*$/),
        },
        column('source', 'text', 'The source package that it was built from, where that has another name.'),
        column('vendor', 'text', 'Who built it, as rpm tells; empty elsewhere.'),
        {
          ...column('manager', 'text', 'Whose database lists it: dpkg, rpm, apk or pacman.'),
          holds: oneOf('dpkg', 'rpm', 'apk', 'pacman'),
        },
      ],
      rows: (facts) => {
        const found = Packages.safeParse(facts);
        return found.success ? found.data.packages : [];
      },
    },
  ],
  read: readPackages,
  natives,
  offerings: packageOfferings,
  locate: ({ locator }) => {
    const space = locator.indexOf(' ');
    return { place: `${locator.slice(0, space)} package ${locator.slice(space + 1)}`, load: '' };
  },
};
