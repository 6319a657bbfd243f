import type { DocumentKind } from '../facet.ts';
import { matching, oneOf } from '../holds.ts';
import { column } from '../nodeDocument.ts';
import { ImageContents, ImageSettings } from './schema.ts';

export const imageContentsKind: DocumentKind = {
  kind: 'images.contents',
  sentence: 'What is installed inside an image, one row per package.',
  schema: ImageContents,
  columns: [
    {
      ...column('manager', 'text', 'Who installed it: conda, python (pip and the like), dpkg, apk or rpm.'),
      holds: oneOf('conda', 'python', 'dpkg', 'apk', 'rpm'),
    },
    { ...column('name', 'text', 'Name of the package.'), holds: matching(/^\S+$/) },
    {
      ...column('version', 'text', 'Its version; whole, for packages of the system.'),
      holds: matching(/^\S+$/),
    },
    column('build', 'text', "conda's build text; empty elsewhere."),
    column('place', 'text', 'The environment or folder inside the image; empty for packages of its system.'),
  ],
  rows: (facts) => {
    const found = ImageContents.safeParse(facts);
    return found.success ? found.data.packages : [];
  },
};

export const imageSettingsKind: DocumentKind = {
  kind: 'images.settings',
  sentence:
    'What the configuration of an image sets of the variables that decide where it runs, one row per variable.',
  schema: ImageSettings,
  columns: [
    { ...column('name', 'text', 'Name of the variable.'), holds: matching(/^[A-Z_]+$/) },
    column('value', 'text', 'Its value.'),
  ],
  rows: (facts) => {
    const found = ImageSettings.safeParse(facts);
    return found.success ? found.data.settings : [];
  },
};
