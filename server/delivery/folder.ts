import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { dayAt } from '../reports/zone.ts';
import type { Posting, ReportFile, Way } from './posting.ts';
import { Refused } from './retry.ts';

/** Writes a report as a folder of its files, which is there whole or not at all. */
export const folder: Way = async (posting, { settings }) => {
  const { target } = posting;
  if (target.kind !== 'folder') throw new Refused('bug', `${target.kind} is no folder`);
  const files: ReportFile[] = [];
  for (const format of posting.formats) files.push(await posting.file(format));
  const place = await placeOf(target.address, settings.folders, target.ownerOnly);
  const path = join(place, nameOf(posting));
  try {
    return await writeWhole(path, files, target.ownerOnly);
  } catch (error) {
    if (error instanceof GazetteerError) throw error;
    if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT')
      throw new GazetteerError('disk-full', `there is no room for ${path}`, 'Free some; it is tried again');
    throw new GazetteerError('folder-unwritable', `${path} cannot be written: ${messageOf(error)}`);
  }
};

/** `weekly-alpha-2026-11-16-12`: the schedule, the first day of the period, the number of the report. */
function nameOf({ schedule, report, id, test }: Posting): string {
  const day = dayAt(report.timeZone, new Date(report.from));
  return `${test ? 'test-' : ''}${schedule}-${day}-${id}`;
}

/**
 * Where to write: below a folder that the administrator of this machine allows, also when links are followed. Pages can change
 * where reports go, and are not to write anywhere.
 */
async function placeOf(address: string, allowed: string[], ownerOnly: boolean): Promise<string> {
  const [own = ''] = allowed;
  const wanted = isAbsolute(address) ? resolve(address) : join(own, address);
  const root = allowed.find((one) => isWithin(one, wanted));
  if (root === undefined)
    throw new Refused(
      'folder-refused',
      `reports may not be written to ${wanted}`,
      'An administrator of this machine can allow it: GAZETTEER_REPORT_FOLDERS, see docs/delivery.md',
    );
  if (root === own) await mkdir(own, { recursive: true, mode: 0o700 });
  const realRoot = await realpath(root).catch((error: unknown) => {
    throw new GazetteerError('folder-missing', `${root} is not there: ${codeOf(error)}`, 'Is it mounted?');
  });
  const { real, rest } = await deepestThere(wanted);
  if (!isWithin(realRoot, real))
    throw new Refused('folder-refused', `${wanted} leads out of ${root}, to ${real}`);
  const place = join(real, rest);
  await mkdir(place, { recursive: true, ...(ownerOnly ? { mode: 0o700 } : {}) });
  return place;
}

const isWithin = (folder: string, path: string) => !/^\.\.(\/|$)/.test(relative(folder, path));

/** The part of a path that is there, links followed, and the rest. */
async function deepestThere(path: string): Promise<{ real: string; rest: string }> {
  for (let there = path; ; there = dirname(there)) {
    try {
      return { real: await realpath(there), rest: relative(there, path) };
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || there === dirname(there)) throw error;
    }
  }
}

async function writeWhole(path: string, files: ReportFile[], ownerOnly: boolean): Promise<string> {
  if (await isThere(path, files)) return `${path} was there already`;
  await removeUnfinished(path);
  const unfinished = `${unfinishedOf(path)}${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(unfinished, ownerOnly ? { mode: 0o700 } : {});
    for (const { name, bytes } of files) await writeFile(join(unfinished, name), bytes, ownerOnly);
    await sync(unfinished);
    await rename(unfinished, path);
    await sync(dirname(path));
    return path;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

const unfinishedOf = (path: string) =>
  join(dirname(path), `.unfinished-${path.slice(dirname(path).length + 1)}-`);

/** What a process left that ended in the middle. Nobody else writes this report: the delivery is taken by one at a time. */
async function removeUnfinished(path: string): Promise<void> {
  const [folder, start] = [dirname(path), unfinishedOf(path)];
  for (const name of await readdir(folder))
    if (join(folder, name).startsWith(start)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Whether the same was written before, and only that could not be written down. */
async function isThere(path: string, files: ReportFile[]): Promise<boolean> {
  const names = await readdir(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return false;
  for (const { name, bytes } of files) {
    const there = names.includes(name) ? await readFile(join(path, name)) : null;
    if (!there?.equals(bytes)) throw new Refused('folder-taken', `${path} is there and holds something else`);
  }
  return true;
}

async function writeFile(path: string, bytes: Uint8Array, ownerOnly: boolean): Promise<void> {
  const file = await open(path, 'wx', ownerOnly ? 0o600 : 0o666);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What was renamed is on the disk. */
async function sync(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
