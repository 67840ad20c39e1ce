import { useHallWords } from './hall-words.ts';

/** End of a page of the form: on, or away for now. What was typed is kept either way. */
export function NextRow() {
  const words = useHallWords();
  return (
    <p class="row">
      <button type="submit" class="button">
        {words('form-next')}
      </button>
      <a href="/cases">{words('form-leave')}</a>
    </p>
  );
}
