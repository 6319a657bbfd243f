import { type Fact, factOf } from '../facts.ts';
import type { ImageSubject, Subject } from '../subject.ts';
import { insideGap, packageFact } from './inside.ts';

/** A package anywhere in a subject. */
export interface Mentioned {
  manager: 'conda' | 'python' | 'system';
  name: string;
  version: string;
  fact: Fact;
}

/** Every package of a subject, whoever installed it. */
export function packagesOf(subject: Subject): Mentioned[] {
  if (subject.kind === 'image') {
    const { inside } = subject;
    if (inside === null) return [];
    return inside.packages.map((one) => ({
      manager: one.manager === 'conda' || one.manager === 'python' ? one.manager : 'system',
      name: one.name,
      version: one.version,
      fact: packageFact(one, inside),
    }));
  }
  return [
    ...subject.packages.map(
      ({ name, version }): Mentioned => ({
        manager: 'conda',
        name,
        version,
        fact: factOf(`conda package ${name}`, version, subject),
      }),
    ),
    ...subject.pip.map(
      ({ name, version }): Mentioned => ({
        manager: 'python',
        name,
        version,
        fact: factOf(`python package ${name}`, version, subject),
      }),
    ),
  ];
}

/** Why a subject may need more than its packages and settings tell; '' when they tell all. */
export function gapOf(subject: Subject): string {
  if (subject.kind === 'environment') {
    return subject.unreadable > 0 ? `${subject.unreadable} records of the environment could not be read` : '';
  }
  if (subject.settings === null) return 'the settings of the image were not read';
  if (subject.labels === null) return 'the labels of the image were not read';
  return insideGap(subject);
}

/** A variable that the image's maker set. */
export function settingOf(image: ImageSubject, name: string): Fact | null {
  const { settings } = image;
  const found = settings?.variables.find((one) => one.name === name);
  return settings && found ? factOf(name, found.value, settings) : null;
}

export function labelFact(image: ImageSubject, matches: RegExp): Fact | null {
  const found = image.labels?.find((one) => matches.test(one.name));
  return found ? factOf(`label ${found.name}`, found.value, image) : null;
}
