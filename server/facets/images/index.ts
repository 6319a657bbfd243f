import type { Facet } from '../facet.ts';
import { imageContentsKind, imageSettingsKind } from './contentsKind.ts';
import { imageFileKind } from './fileKind.ts';
import { sandboxKind, storedImageKind } from './kinds.ts';
import { locateImage } from './locate.ts';
import { imageNatives } from './natives.ts';
import { imageOfferings } from './offerings.ts';
import { readImages } from './read.ts';

export const images: Facet = {
  name: 'images',
  sentence:
    'Container images: SIF and older image files, unpacked images, and the stores of podman and docker.',
  scope: 'root',
  kinds: [imageFileKind, sandboxKind, storedImageKind, imageContentsKind, imageSettingsKind],
  read: readImages,
  natives: imageNatives,
  offerings: imageOfferings,
  locate: locateImage,
};
