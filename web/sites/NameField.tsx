const NAME = '[A-Za-z0-9][A-Za-z0-9._\\-]*';

/** Asks for a name that stands in addresses: of a site, a cluster or a report. */
export function NameField({
  title,
  hint,
  value,
  set,
}: {
  title: string;
  hint: string;
  value: string;
  set: (name: string) => void;
}) {
  return (
    <label class="filter">
      <span class="label">{title}</span>
      <input
        required
        pattern={NAME}
        value={value}
        placeholder={hint}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}
