import type { FacetReading, RootReading } from '../facets/facet.ts';
import { type FacetName, facetNames, isFacetName } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import type { Mount, Question } from '../frames/evidence.ts';
import { sql } from '../sql.ts';
import { canonicalJson, sha256 } from '../store/canonical.ts';
import {
  type Claims,
  changeClaims,
  claim,
  MOST_OTHERS,
  rememberWalks,
  settleClaims,
} from '../store/claims.ts';
import type { Database } from '../store/database.ts';
import { proofsOf, rememberProofs } from '../store/proofs.ts';
import { identify, isShared } from '../store/storedReading.ts';
import type { NodeVisit, VisitTarget } from './visitNode.ts';

/** walk: read it here; skip: another node reads it; same: it is as it was when it was read last. */
export type Answer = 'walk' | 'skip' | 'same';

/** What was said of one root of one node. */
interface Said {
  answer: Answer;
  /** Under which it is claimed; '' for a root that only this node could read. */
  key: string;
  identity: Buffer;
  proof: string;
}

export interface ElectionSettings {
  sweepId: number;
  clusterId: number;
  /** Reads everything, whatever is shown to be unchanged. */
  full: boolean;
}

/**
 * Chooses, for each root that nodes of a sweep share, one node to read it. Two nodes see the same root when path, file
 * system, inode and time of change agree on a network file system (on CernVM-FS: repository and revision), and, for
 * modules, all that decides what an evaluation says.
 */
export class Election {
  private readonly said = new Map<number, Map<string, Said>>();
  /** Keys taken by other nodes, with how many nodes are known that could take over: nothing more is to be noted then. */
  private readonly taken = new Map<string, number>();
  private readonly forced = new Map<number, Set<string>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly settings: ElectionSettings,
  ) {}

  /** Answers a node that waits. A question that cannot be judged is answered with walk: nothing is lost by that. */
  async answer(node: VisitTarget, question: Question): Promise<Answer> {
    const { agent, facet, parts, roots } = question;
    if (!isFacetName(facet) || roots.length === 0) return 'walk';
    const key = facets[facet].keyOf?.(parts) ?? '';
    const asked = roots.map((root) => this.asked(node, agent, facet, key, root));
    const known = await proofsOf(
      this.db,
      asked.map((one) => one.identity),
    );
    for (const one of asked) {
      const before = known.get(one.identity.toString('hex'));
      const unchanged = before && one.proof !== '' && before.proof === one.proof;
      if (unchanged && !this.settings.full) one.answer = 'same';
    }
    const open = asked.filter((one) => one.answer !== 'same');
    const ids = open.map((one) => known.get(one.identity.toString('hex'))?.id);
    const answer =
      open.length === 0
        ? 'same'
        : (await this.isEarly(node, ids))
          ? 'skip'
          : await this.choose(node.nodeId, facet, open);
    const mine = this.said.get(node.nodeId) ?? new Map<string, Said>();
    this.said.set(node.nodeId, mine);
    for (const [at, root] of roots.entries()) {
      const one = asked[at];
      if (one) mine.set(placeOf(facet, root), { ...one, answer: answer === 'walk' ? 'walk' : one.answer });
    }
    return answer;
  }

  /** Corrects what the agent repeated of an answer to several roots to what was meant of each. */
  corrected(nodeId: number, facet: FacetName, reading: FacetReading): FacetReading {
    const mine = this.said.get(nodeId);
    if (!mine || !reading.roots.some((root) => root.outcome === 'elsewhere')) return reading;
    const meant = (root: RootReading) =>
      root.outcome === 'elsewhere' ? (mine.get(placeOf(facet, root))?.answer ?? 'skip') : root.reason;
    return { ...reading, roots: reading.roots.map((root) => ({ ...root, reason: meant(root) })) };
  }

  /** After a visit was stored: notes what it read for others, and frees what it could not read. */
  async settle(nodeId: number, visit: NodeVisit | null, unconfirmed: number[]): Promise<void> {
    const mine = this.said.get(nodeId);
    this.said.delete(nodeId);
    this.forced.delete(nodeId);
    const walked = mine ? [...mine].filter(([, one]) => one.answer === 'walk') : [];
    if (walked.length === 0) return;
    const read = visit ? placesRead(visit) : new Map<string, RootReading>();
    const good = walked.filter(([place]) => read.has(place));
    const known = await proofsOf(
      this.db,
      good.map(([, one]) => one.identity),
    );
    const stored = good.flatMap(([place, one]) => {
      const root = known.get(one.identity.toString('hex'));
      if (!root || unconfirmed.includes(root.id)) return [];
      const whole = read.get(place)?.unread.length === 0;
      return [{ id: root.id, proof: whole ? one.proof : '', shared: one.key !== '' }];
    });
    await rememberProofs(this.db, stored);
    const claimed = walked.some(([, one]) => one.key !== '');
    if (!claimed) return;
    const shared = stored.filter((one) => one.shared).map((one) => one.id);
    if (visit) await rememberWalks(this.db, this.settings.sweepId, nodeId, visit.startedAt, shared);
    const done = new Set(good.map(([, one]) => one.key));
    await changeClaims(this.db, this.settings.sweepId, (claims) => settleClaims(claims, nodeId, done));
    for (const [, { key }] of walked) if (!done.has(key)) this.taken.delete(key);
  }

  /**
   * What nobody has read although somebody saw it: by node the facets that it is to be asked for again, which are
   * given to it now. Empty when nothing is left, or nobody is left to try.
   */
  async remaining(): Promise<Map<number, FacetName[]>> {
    const left = await changeClaims(this.db, this.settings.sweepId, nextTries);
    const facetsOf = new Map<number, FacetName[]>();
    for (const [key, one] of Object.entries(left)) {
      const facet = facetNames[one.facet];
      if (one.by === null || facet === undefined) continue;
      const keys = this.forced.get(one.by) ?? new Set<string>();
      this.forced.set(one.by, keys.add(key));
      facetsOf.set(one.by, [...new Set([...(facetsOf.get(one.by) ?? []), facet])]);
    }
    return facetsOf;
  }

  /** Whether all these roots are known and were read so lately that they need not be read again. */
  private async isEarly(
    { nodeId, walkHours = 0 }: VisitTarget,
    ids: (number | undefined)[],
  ): Promise<boolean> {
    const known = ids.filter((id) => id !== undefined);
    if (walkHours === 0 || this.settings.full || known.length < ids.length) return false;
    const read = await this.db.query<{ at: Date | null }>(sql('last-walks'), [known, nodeId]);
    const since = Date.now() - walkHours * 3_600_000;
    return read.rows.every(({ at }) => at !== null && at.getTime() > since);
  }

  private asked(
    node: VisitTarget,
    version: string,
    facet: FacetName,
    key: string,
    root: Question['roots'][number],
  ): Said {
    const { clusterId, nodeId } = node;
    // A later agent, or one that may do more, says more of the same root.
    const reader = [version, node.agent.owners ?? [], node.agent.homes ?? false];
    const { identity } = identify({ clusterId, nodeId }, facetNames.indexOf(facet), { ...root, key });
    const proof = root.proof === '' ? '' : short([reader, root.proof]);
    const place = sharedPlace(root);
    const claimKey = place === null ? '' : short([facet, root.kind, root.path, key, place, reader]);
    return { answer: place === null ? 'walk' : 'skip', key: claimKey, identity, proof };
  }

  /** One node after the other, so that the first has been chosen when the second is answered. */
  private choose(nodeId: number, facet: FacetName, open: Said[]): Promise<Answer> {
    const forced = this.forced.get(nodeId);
    if (forced) return Promise.resolve(open.some(({ key }) => forced.has(key)) ? 'walk' : 'skip');
    const keys = open.map(({ key }) => key).filter((key) => key !== '');
    const mustWalk = open.some(({ key }) => key === '');
    if (keys.length === 0) return Promise.resolve('walk');
    const mine = this.last.then(async (): Promise<Answer> => {
      if (keys.every((key) => (this.taken.get(key) ?? -1) >= MOST_OTHERS)) return mustWalk ? 'walk' : 'skip';
      return changeClaims(this.db, this.settings.sweepId, (claims) => {
        const chosen = claim(claims, keys, facetNames.indexOf(facet), nodeId);
        for (const key of keys) this.taken.set(key, claims[key]?.others.length ?? 0);
        return chosen || mustWalk ? 'walk' : 'skip';
      });
    });
    this.last = mine.catch(() => {});
    return mine;
  }
}

/** Claims that nobody has fulfilled are given to the next node that saw the root. */
function nextTries(claims: Claims): Claims {
  const left: Claims = {};
  for (const [key, one] of Object.entries(claims)) {
    if (one.done) continue;
    if (one.by !== null && !one.tried.includes(one.by)) one.tried.push(one.by);
    one.by = one.others.find((other) => !one.tried.includes(other)) ?? null;
    if (one.by !== null) left[key] = one;
  }
  return left;
}

/** Roots that are there or gone for sure; what was broken off is not read. */
function placesRead({ readings }: NodeVisit): Map<string, RootReading> {
  const read = new Map<string, RootReading>();
  for (const { facet, reading } of readings)
    for (const root of reading.roots) if (root.outcome === 'present') read.set(placeOf(facet, root), root);
  return read;
}

const placeOf = (facet: string, { kind, path }: { kind: string; path: string }) => `${facet} ${kind} ${path}`;

/** What nodes that see the same place agree on; null where they may not. */
function sharedPlace({ mount, change, proof }: Question['roots'][number]): unknown[] | null {
  if (!isShared(mount)) return null;
  const { point, fstype, source, inode }: Mount = mount;
  if (proof.startsWith('cvmfs:')) return [proof];
  return inode === '-' || change === '-' ? null : [point, fstype, source, inode, change];
}

/** 16 hexadecimal digits that stand for some values. */
function short(values: unknown): string {
  return sha256(canonicalJson(values)).toString('hex').slice(0, 16);
}
