/** Everything of a package once more, and the submission of all of its items. */
import { call } from '../../base/api.ts';
import type { PackageView } from '../../base/api-answers.ts';
import { Shown } from '../../base/conditions.tsx';
import { useAction, useLoad } from '../../base/load.ts';
import { asProblem } from '../../base/problem.ts';
import { navigate } from '../../base/router.ts';
import { useSay } from '../../base/words.ts';
import type { DraftState } from '../../form/use-draft.ts';
import { CheckForm } from '../check-form.tsx';
import { askedOf } from './asked-of.ts';
import { useTogetherWords } from './together-words.ts';

interface CheckProps {
  readonly view: PackageView;
  readonly draft: DraftState;
  /** Address of the package. */
  readonly start: string;
  readonly submitted: () => Promise<void>;
}

/** The files as the hall has them now: they were handed in on another page. */
export function CheckPackage(props: CheckProps) {
  const path = { packageId: props.view.packageId };
  const fresh = useLoad(`check ${path.packageId}`, () => call('GET /v1/me/packages/{packageId}', { path }));
  return <Shown of={fresh}>{(view) => <Check {...props} view={view} reload={fresh.reload} />}</Shown>;
}

function Check({ view, draft, start, submitted, reload }: CheckProps & { readonly reload: () => Promise<void> }) {
  const words = useTogetherWords();
  const say = useSay();
  const submitting = useAction(async () => {
    try {
      await draft.flush();
      const path = { packageId: view.packageId };
      await call('POST /v1/me/packages/{packageId}/submit', { path, body: { declaration: true } });
    } catch (error) {
      void reload();
      // An agency changed its form while it was filled in: the page says what that means, and the way on.
      if (asProblem(error).code === 'draft-outdated') await submitted();
      throw error;
    }
    navigate(start, { replace: true });
    scrollTo(0, 0);
    await submitted();
  });
  return (
    <CheckForm
      asked={askedOf(view)}
      answers={draft.answers}
      files={(view.materials ?? []).flatMap((each) => each.files)}
      start={start}
      submitting={submitting}
      lead={words('check-lead')}
      submit={words('submit')}
      once={words('submit-once')}
      above={
        <ul>
          {view.children.map(({ caseId, itemName }) => (
            <li key={caseId}>{say(itemName)}</li>
          ))}
        </ul>
      }
    />
  );
}
