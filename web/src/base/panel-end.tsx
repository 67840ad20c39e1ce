/** The end of a form that opened on a page: do it, or close it again. */
import type { ComponentChildren } from 'preact';
import { useWords } from './base-words.ts';
import { ActionButton } from './ui.tsx';

interface PanelEndProps {
  /** What pressing does; left out while there is nothing to press for. */
  readonly doing?: string | undefined;
  readonly busy: boolean;
  readonly danger?: boolean | undefined;
  readonly close: () => void;
  readonly children?: ComponentChildren;
}

export function PanelEnd({ doing, busy, danger = false, close, children }: PanelEndProps) {
  const t = useWords();
  return (
    <p class="row">
      {doing !== undefined && (
        <ActionButton type="submit" busy={busy} {...(danger ? { kind: 'danger' as const } : {})}>
          {doing}
        </ActionButton>
      )}
      <button type="button" class="button second" onClick={close}>
        {t('cancel')}
      </button>
      {children}
    </p>
  );
}
