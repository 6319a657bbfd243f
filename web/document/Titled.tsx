/** A table's caption that is the heading of its section as well. */
export function Titled({ id, title, note }: { id: string; title: string; note: string }) {
  return (
    <>
      <h2 id={id}>{title}</h2>
      <span class="caption-note">{note}</span>
    </>
  );
}
