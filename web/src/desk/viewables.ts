/** The files of a case that can be looked at, in the order in which the item asks for them. */
import { call } from '../base/api.ts';
import type { DeskCaseView } from '../base/api-answers.ts';
import type { Bilingual } from '../base/words.ts';
import type { Viewable } from './viewer/viewer.tsx';

export function viewablesOf(view: DeskCaseView, say: (text: Bilingual) => string): Viewable[] {
  return view.item.materials.flatMap((requirement) =>
    view.materials
      .filter(({ code, state }) => code === requirement.code && state === 'clean')
      .map(({ materialId, fileName, mediaType }) => ({
        ...{ id: materialId, title: say(requirement.name), fileName, mediaType },
        link: async () => {
          const path = { caseId: view.caseId, materialId };
          return (await call('GET /v1/agency/cases/{caseId}/materials/{materialId}', { path })).url;
        },
      })),
  );
}
