/** Filling in an application: one section a page, then the papers, then the check. The draft lives above its pages. */
import { visibleMaterials, visibleSections } from '../../../shared/catalogue/answers.ts';
import { call } from '../base/api.ts';
import type { DraftView, Item } from '../base/api-answers.ts';
import { useLoad } from '../base/load.ts';
import { BackLink, Loading, ProblemNotice } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { useDraft } from '../form/use-draft.ts';
import { useFiles } from '../form/use-files.ts';
import type { Application } from './application.ts';
import { Check } from './apply-check.tsx';
import { MaterialsStep } from './apply-materials.tsx';
import { SectionStep } from './apply-section.tsx';
import { AlreadySubmitted } from './apply-submitted.tsx';
import { useHallWords } from './hall-words.ts';
import { SavedMark } from './saved-mark.tsx';
import { Own } from './signed-in.tsx';
import { type StepName, stepsOf } from './steps.ts';

interface ApplyProps {
  readonly id: string;
  readonly step: StepName;
}

export function Apply({ id, step }: ApplyProps) {
  const words = useHallWords();
  return <Own why={words('sign-in-for-draft')}>{() => <Opened id={id} step={step} />}</Own>;
}

/** The draft, with the item in the version it was started under. */
function Opened({ id, step }: ApplyProps) {
  const { data, problem, reload } = useLoad(id, async () => {
    const draft = await call('GET /v1/drafts/{caseId}', { path: { caseId: id } });
    const item = await call('GET /v1/items/{itemCode}', {
      path: { itemCode: draft.itemCode },
      query: { version: String(draft.itemVersion) },
    });
    return { draft, item };
  });
  if (problem?.code === 'wrong-state') return <AlreadySubmitted id={id} />;
  if (problem !== undefined) return <ProblemNotice problem={problem} retry={() => void reload()} />;
  if (data === undefined) return <Loading />;
  return <Filling draft={data.draft} item={data.item} step={step} />;
}

function Filling({
  draft: opened,
  item,
  step,
}: {
  readonly draft: DraftView;
  readonly item: Item;
  readonly step: StepName;
}) {
  const say = useSay();
  const words = useHallWords();
  const draft = useDraft(opened);
  const files = useFiles(opened.caseId, opened.materials);
  const steps = stepsOf(visibleSections(item.form, draft.answers), visibleMaterials(item, draft.answers).length > 0);
  const at =
    step.kind === 'first'
      ? 0
      : steps.findIndex((each) => each.kind === step.kind && each.name === ('name' in step ? step.name : ''));
  const current = steps[at] ?? steps[0];
  const application: Application = { id: opened.caseId, item, draft, files };
  if (current === undefined) return null;
  const address = (offset: number) => `/apply/${opened.caseId}${steps[at + offset]?.path ?? ''}`;
  return (
    <div class="narrow stack apply">
      <div class="row apart">
        <BackLink href={at <= 0 ? `/items/${item.code}` : address(-1)} />
        <SavedMark state={draft.saved} />
      </div>
      <p class="muted apply-where">
        <span>{say(item.name)}</span>
        <span class="number" role="img" aria-label={words('form-step', { n: at + 1, of: steps.length })}>
          {Math.max(at, 0) + 1} / {steps.length}
        </span>
      </p>
      {current.kind === 'section' && (
        <SectionStep key={current.name} application={application} name={current.name} next={address(1)} />
      )}
      {current.kind === 'materials' && <MaterialsStep application={application} next={address(1)} />}
      {current.kind === 'check' && <Check application={application} />}
    </div>
  );
}
