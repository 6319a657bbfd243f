/** A field of a form that changes a text: what is there, or that people wrote more than a field can say. */
export interface FormField<Name extends string> {
  name: Name;
  title: string;
  hint: string;
}

export function TextField<Name extends string>({
  field: { name, title, hint },
  value,
  set,
}: {
  field: FormField<Name>;
  /** null: it is written by hand in a form that a field cannot have. */
  value: string | null | undefined;
  set: (name: Name, value: string) => void;
}) {
  const byHand = value === null;
  return (
    <label class="filter">
      <span class="label">{title}</span>
      <input
        type="text"
        value={value ?? ''}
        placeholder={byHand ? 'written by hand: change it in the file' : hint}
        disabled={byHand}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => set(name, event.currentTarget.value)}
      />
    </label>
  );
}
