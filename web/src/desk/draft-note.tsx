import { useDeskWords } from './desk-words.ts';

interface DraftNoteProps {
  readonly draft: { readonly begun: boolean; readonly drop: () => void };
}

/** Says that a form goes on with what was written before, and lets one begin anew. */
export function DraftNote({ draft: { begun, drop } }: DraftNoteProps) {
  const words = useDeskWords();
  if (!begun) return null;
  return (
    <p class="small muted" role="status">
      {words('draft-kept')}{' '}
      <button type="button" class="link-button pad-link" onClick={drop}>
        {words('draft-drop')}
      </button>
    </p>
  );
}
