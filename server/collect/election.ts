import type { FacetReading, RootReading } from '../facets/facet.ts';
import { type FacetName, facetNames, isFacetName } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import type { Mount, Question } from '../frames/evidence.ts';
import { sql } from '../sql.ts';
import { canonicalJson, sha256 } from '../store/canonical.ts';
import { changeClaims, claim, MOST_OTHERS, nextTries, rememberWalks, settleClaims } from '../store/claims.ts';
import type { Database } from '../store/database.ts';
import { isProven, type Proven, proofsOf, rememberProofs } from '../store/proofs.ts';
import { identify, isEverywhere, isShared, type Place } from '../store/storedReading.ts';
import type { NodeVisit, VisitTarget } from './visitNode.ts';

/** walk: read it here; skip: another node reads it; same: it is as it was when it was read last. */
export type Answer = 'walk' | 'skip' | 'same';

/** So many roots of one visit are claimed for it; what more it asks for it reads, and others read for themselves. */
const MOST_ASKED = 5000;

/** So long, and for so many questions, what is known of shared roots is not asked for again. */
const LATELY_MS = 1000;
const MOST_LATELY = 200;

/** What was said of one root of one node. */
interface Said {
  answer: Answer;
  /** Under which it is claimed; '' for a root that only this node could read. */
  key: string;
  identity: Buffer;
  proof: string;
  /** The proof is of the whole file system. */
  covered: boolean;
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
  private readonly lately = new Map<string, { at: number; proofs: Promise<Map<string, Proven>> }>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly settings: ElectionSettings,
  ) {}

  /** Answers a node that waits. A question that cannot be judged is answered with walk: nothing is lost by that. */
  async answer(node: VisitTarget, question: Question): Promise<Answer> {
    const { facet, parts, roots } = question;
    const mine = this.said.get(node.nodeId) ?? new Map<string, Said>();
    if (!isFacetName(facet) || roots.length === 0 || mine.size + roots.length > MOST_ASKED) return 'walk';
    const key = facets[facet].keyOf?.(parts) ?? '';
    const asked = roots.map((root) => this.asked(node, question, facet, key, root));
    const known = await this.proofs(asked);
    for (const one of asked) {
      const before = known.get(one.identity.toString('hex'));
      if (before && !this.settings.full && isProven(before, one.proof, new Date())) one.answer = 'same';
    }
    const open = asked.filter((one) => one.answer !== 'same');
    // One of which something is held back is read, so that the suspicion is confirmed or ends.
    const ids = open.map((one) => {
      const before = known.get(one.identity.toString('hex'));
      return before?.held ? undefined : before?.id;
    });
    const answer =
      open.length === 0
        ? 'same'
        : (await this.isEarly(node, ids))
          ? 'skip'
          : await this.choose(node.nodeId, facet, open);
    this.said.set(node.nodeId, mine);
    for (const [at, root] of roots.entries()) {
      const one = asked[at];
      if (one) mine.set(placeOf(facet, root), { ...one, answer: answer === 'walk' ? 'walk' : one.answer });
    }
    return answer;
  }

  /** Corrects what the agent repeated of an answer to several roots to what was meant of each. */
  corrected(nodeId: number, facet: FacetName, reading: FacetReading): FacetReading {
    if (!reading.roots.some((root) => root.outcome === 'elsewhere')) return reading;
    const mine = this.said.get(nodeId);
    // What nobody was asked about, nobody said to be unchanged.
    const meant = (root: RootReading) =>
      root.outcome === 'elsewhere' ? (mine?.get(placeOf(facet, root))?.answer ?? 'skip') : root.reason;
    return { ...reading, roots: reading.roots.map((root) => ({ ...root, reason: meant(root) })) };
  }

  /** After a visit was stored: notes what it read for others, and frees what it could not read. null when it was not stored. */
  async settle(
    { nodeId, clusterId, agent }: Pick<VisitTarget, 'nodeId' | 'clusterId' | 'agent'>,
    visit: NodeVisit | null,
    unconfirmed: number[],
  ): Promise<void> {
    const mine = this.said.get(nodeId);
    this.said.delete(nodeId);
    this.forced.delete(nodeId);
    const walked = mine ? [...mine.values()].filter((one) => one.answer === 'walk') : [];
    if (walked.length === 0) return;
    const place = { nodeId, clusterId, shared: agent.shared ?? [] };
    const read = visit ? rootsRead(place, visit) : new Map<string, RootReading>();
    const done = new Set<string>();
    if (visit) {
      const known = await proofsOf(
        this.db,
        walked.map((one) => one.identity),
      );
      const proofs: { id: number; proof: string }[] = [];
      const walks: number[] = [];
      for (const one of walked) {
        const identity = one.identity.toString('hex');
        const reading = read.get(identity);
        const root = known.get(identity);
        if (reading) done.add(one.key);
        if (!root || unconfirmed.includes(root.id)) continue;
        // Of what was broken off some is stored: it is no longer what was proven.
        const whole = reading?.unread.length === 0 && (one.covered || !isCopied(reading));
        proofs.push({ id: root.id, proof: whole ? one.proof : '' });
        if (reading && one.key !== '') walks.push(root.id);
      }
      await rememberProofs(this.db, proofs, visit.startedAt);
      await rememberWalks(this.db, this.settings.sweepId, nodeId, visit.startedAt, walks);
    }
    if (walked.every(({ key }) => key === '')) return;
    await changeClaims(this.db, this.settings.sweepId, (claims) => settleClaims(claims, nodeId, done));
    for (const { key } of walked) if (!done.has(key)) this.taken.delete(key);
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

  /**
   * What is known of these roots. Of those that nodes share it is as of a moment ago, as if the node had asked then: they all
   * ask for the same.
   */
  private async proofs(asked: Said[]): Promise<Map<string, Proven>> {
    const identities = asked.map((one) => one.identity);
    if (asked.some(({ key }) => key === '')) return proofsOf(this.db, identities);
    const key = identities.map((identity) => identity.toString('hex')).join();
    const before = this.lately.get(key);
    if (before && performance.now() - before.at < LATELY_MS) return before.proofs;
    const proofs = proofsOf(this.db, identities);
    if (this.lately.size >= MOST_LATELY) this.lately.clear();
    this.lately.set(key, { at: performance.now(), proofs });
    // Who waits for it learns that it failed; the next one asks anew.
    proofs.catch(() => this.lately.delete(key));
    return proofs;
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
    { agent: version, refused }: Question,
    facet: FacetName,
    key: string,
    root: Question['roots'][number],
  ): Said {
    const { clusterId, nodeId, agent, target } = node;
    // A later agent, or one that may do more or reads as another account, says more of the same root.
    const reader = [version, agent.owners ?? [], agent.homes ?? false, target.user, refused];
    const { shared = [] } = agent;
    const { identity } = identify({ clusterId, nodeId, shared }, facetNames.indexOf(facet), { ...root, key });
    const proof = root.proof === '' ? '' : short([reader, root.proof]);
    const place = sharedPlace(root, shared);
    const claimKey = place === null ? '' : short([facet, root.kind, root.path, key, place, reader]);
    const covered = root.proof.startsWith('cvmfs:');
    return { answer: place === null ? 'walk' : 'skip', key: claimKey, identity, proof, covered };
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

/** Roots that a visit read whole or with gaps, by identity: what was broken off, or lies on another mount than was said, is not read. */
function rootsRead(place: Place, { readings }: NodeVisit): Map<string, RootReading> {
  const read = new Map<string, RootReading>();
  for (const { facet, reading } of readings) {
    for (const root of reading.roots.toReversed()) {
      const { identity } = identify(place, facetNames.indexOf(facet), root);
      if (root.outcome === 'present') read.set(identity.toString('hex'), root);
    }
  }
  return read;
}

/** It was read from the module tool's cache, which may be made anew while the tree stays as it is. */
function isCopied({ items }: RootReading): boolean {
  return items.some((item) => item.evidence.parts.some(({ name }) => name === 'spider-cache'));
}

const placeOf = (facet: string, { kind, path }: { kind: string; path: string }) => `${facet} ${kind} ${path}`;

/** What nodes that see the same place agree on; null where they may not. */
function sharedPlace(root: Question['roots'][number], shared: string[]): unknown[] | null {
  const { mount, change, proof } = root;
  if (!isEverywhere(root, shared)) return null;
  const { point, fstype, source, inode }: Mount = mount;
  // Of what the site names, nothing but the word of the site says that it is the same.
  if (!isShared(mount)) return [point, fstype, 'named'];
  if (proof.startsWith('cvmfs:')) return [proof];
  return inode === '-' || change === '-' ? null : [point, fstype, source, inode, change];
}

/** 16 hexadecimal digits that stand for some values. */
function short(values: unknown): string {
  return sha256(canonicalJson(values)).toString('hex').slice(0, 16);
}
