import { compareVersions } from '../names/version.ts';

/** The numbers at the start of a version, `5.14.0` of `5.14.0-427.el9`; '' when there are none. */
export function numbersOf(text: string): string {
  return /^\d+(?:\.\d+)*/.exec(text)?.[0] ?? '';
}

/** The first two numbers, `12.4` of `12.4.127`; one where there is one. */
export function minorOf(text: string): string {
  return numbersOf(text).split('.').slice(0, 2).join('.');
}

export function majorOf(text: string): number {
  return Number(numbersOf(text).split('.')[0] ?? '');
}

/** Whether the first is the second or later, by their numbers. */
export function isAtLeast(version: string, floor: string): boolean {
  return compareVersions(numbersOf(version), numbersOf(floor)) >= 0;
}

export function newestOf(versions: string[]): string {
  return versions.reduce((newest, one) => (newest === '' || !isAtLeast(newest, one) ? one : newest), '');
}
