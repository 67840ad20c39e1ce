/** The one form of a package: its sections, its papers handed in once, the check, and the one button for all of it. */
import { visibleSections } from '../../../../shared/catalogue/answers.ts';
import { visibleMaterials } from '../../../../shared/catalogue/visibility.ts';
import { call } from '../../base/api.ts';
import type { PackageView } from '../../base/api-answers.ts';
import { useAction } from '../../base/load.ts';
import { navigate } from '../../base/router.ts';
import { BackLink, ProblemNotice } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { type OpenedPackage, usePackage } from '../../form/use-package.ts';
import { SectionStep } from '../apply-section.tsx';
import { Conflicts } from '../conflicts.tsx';
import { useHallWords } from '../hall-words.ts';
import { SavedMark } from '../saved-mark.tsx';
import { type StepName, stepsOf } from '../steps.ts';
import { askedOf } from './asked-of.ts';
import { CheckPackage } from './check-package.tsx';
import { PackagePapers } from './papers.tsx';
import { useTogetherWords } from './together-words.ts';

interface FillProps {
  readonly opened: OpenedPackage;
  readonly step: StepName;
  readonly submitted: () => Promise<void>;
}

export function FillPackage({ opened, step, submitted }: FillProps) {
  const words = useTogetherWords();
  const hall = useHallWords();
  const say = useSay();
  const { view } = opened;
  const draft = usePackage(opened);
  const asked = askedOf(view);
  const steps = stepsOf(visibleSections(asked.form, draft.answers), visibleMaterials(asked, draft.answers).length > 0);
  const found = steps.findIndex((each) => each.kind === step.kind && each.name === ('name' in step ? step.name : ''));
  const at = Math.max(found, 0);
  const current = steps[at];
  if (current === undefined) return null;
  const start = `/together/mine/${view.packageId}`;
  const address = (offset: number) => `${start}${steps[at + offset]?.path ?? ''}`;
  return (
    <div class="narrow stack apply">
      <div class="row apart">
        <BackLink href={at === 0 ? '/cases' : address(-1)} />
        <SavedMark state={draft.saved} kept={draft.kept} />
      </div>
      <p class="muted apply-where">
        <span>{words('form-of', { name: say(view.name), n: view.children.length })}</span>
        <span class="number" role="img" aria-label={hall('form-step', { n: at + 1, of: steps.length })}>
          {at + 1} / {steps.length}
        </span>
      </p>
      <Conflicts item={asked} draft={draft} />
      {current.kind === 'section' && (
        <SectionStep key={current.name} application={{ item: asked, draft }} name={current.name} next={address(1)} />
      )}
      {current.kind === 'materials' && (
        <PackagePapers view={view} asked={asked} answers={draft.answers} next={address(1)} />
      )}
      {current.kind === 'check' && <CheckPackage view={view} draft={draft} start={start} submitted={submitted} />}
      <ThrowAway view={view} />
    </div>
  );
}

function ThrowAway({ view }: { readonly view: PackageView }) {
  const words = useTogetherWords();
  const throwing = useAction(async () => {
    if (!confirm(words('throw-sure'))) return;
    await call('DELETE /v1/me/packages/{packageId}', { path: { packageId: view.packageId } });
    navigate('/cases', { replace: true });
  });
  return (
    <div>
      <button type="button" class="link-button" aria-disabled={throwing.busy} onClick={() => void throwing.run()}>
        {words('throw')}
      </button>
      {throwing.problem !== undefined && <ProblemNotice problem={throwing.problem} />}
    </div>
  );
}
