/** The papers of an application. */
import { useState } from 'preact/hooks';
import { visibleMaterials } from '../../../shared/catalogue/answers.ts';
import { navigate } from '../base/router.ts';
import { ErrorSummary, Title } from '../base/ui.tsx';
import { useSay } from '../base/words.ts';
import { errorMap, pageErrors } from '../form/errors.ts';
import { materialFaults } from '../form/material-faults.ts';
import type { Application } from './application.ts';
import { useHallWords } from './hall-words.ts';
import { Material } from './material.tsx';

export function MaterialsStep({ application, next }: { readonly application: Application; readonly next: string }) {
  const words = useHallWords();
  const say = useSay();
  const { item, draft, files } = application;
  const requirements = visibleMaterials(item, draft.answers);
  const [pressed, setPressed] = useState(0);
  const faultsNow = materialFaults(requirements, files.here);
  const faults = pressed === 0 ? [] : faultsNow;
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(pressed + 1);
    if (faultsNow.length > 0) return;
    navigate(next);
    scrollTo(0, 0);
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <ErrorSummary key={pressed} errors={pageErrors(faults, say)} />
      <Title site={words('site')}>{words('materials-title')}</Title>
      <p class="muted">{words('materials-lead')}</p>
      {requirements.map((requirement) => (
        <Material
          key={requirement.code}
          requirement={requirement}
          files={files}
          shown={files.here.filter(({ code }) => code === requirement.code)}
          error={errorMap(faults).get(`materials.${requirement.code}`)}
        />
      ))}
      <p class="row">
        <button type="submit" class="button">
          {words('form-next')}
        </button>
        <a href="/cases">{words('form-leave')}</a>
      </p>
    </form>
  );
}
