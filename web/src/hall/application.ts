import type { Item } from '../base/api-answers.ts';
import type { DraftState } from '../form/use-draft.ts';
import type { Files } from '../form/use-files.ts';

/** What every page of an application works with. */
export interface Application {
  readonly id: string;
  readonly item: Item;
  readonly draft: DraftState;
  readonly files: Files;
  /** Looks again at how it stands at the hall. */
  readonly reload: () => Promise<void>;
}
