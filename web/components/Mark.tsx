/** The mark of Gazetteer: a sheet of an atlas with one place on it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect class="mark-sheet" x="2.75" y="2.75" width="26.5" height="26.5" rx="1.5" />
      <path
        class="mark-grid"
        d="M2.75 12.5C11 9.5 21 9.5 29.25 12.5M2.75 21.5C11 24 21 24 29.25 21.5M11.5 2.75C9.5 11 9.5 21 11.5 29.25M20.5 2.75C22.5 11 22.5 21 20.5 29.25"
      />
      <circle class="mark-place" cx="21.6" cy="11" r="3.8" />
    </svg>
  );
}
