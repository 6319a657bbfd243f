/** A line of one document beside the line of the other that took its place. */
export interface SideRow {
  /** null where the other document has a line more. */
  before: Line | null;
  after: Line | null;
  changed: boolean;
}

export interface Line {
  number: number;
  text: string;
}

/** One hunk of a unified diff. */
export interface Hunk {
  rows: SideRow[];
}

const HEAD = /^@@ -([0-9]+)(?:,[0-9]+)? \+([0-9]+)(?:,[0-9]+)? @@/;

/** A unified diff (diff(1), "Detailed Description of Unified Format") as two columns: lines that went beside lines that came. */
export function sidesOf(text: string): Hunk[] {
  const hunks: Hunk[] = [];
  let removed: Line[] = [];
  let added: Line[] = [];
  let [left, right] = [0, 0];
  const settle = () => {
    const rows = hunks.at(-1)?.rows;
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      rows?.push({ before: removed[at] ?? null, after: added[at] ?? null, changed: true });
    }
    [removed, added] = [[], []];
  };
  // The first two lines name the documents.
  for (const line of text.replace(/\n$/, '').split('\n').slice(2)) {
    const head = HEAD.exec(line);
    if (head) {
      settle();
      [left, right] = [Number(head[1]), Number(head[2])];
      hunks.push({ rows: [] });
    } else if (line.startsWith('-')) removed.push({ number: left++, text: line.slice(1) });
    else if (line.startsWith('+')) added.push({ number: right++, text: line.slice(1) });
    else if (line.startsWith(' ')) {
      settle();
      const same = line.slice(1);
      hunks.at(-1)?.rows.push({
        before: { number: left++, text: same },
        after: { number: right++, text: same },
        changed: false,
      });
    }
  }
  settle();
  return hunks;
}
