/** A table's caption that names its section as well; a heading may not stand in a caption. */
export function Titled({ id, title, note }: { id: string; title: string; note: string }) {
  return (
    <>
      <span id={id} class="caption-title">
        {title}
      </span>
      <span class="caption-note">{note}</span>
    </>
  );
}
