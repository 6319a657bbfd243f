let before: Promise<unknown> = Promise.resolve();

/** Draws one file of a report after the other, whoever wants it: a large one takes seconds and 250 MB as PDF. */
export function inTurn<File>(draw: () => Promise<File>): Promise<File> {
  const drawn = before.then(draw);
  before = drawn.catch(() => {});
  return drawn;
}
