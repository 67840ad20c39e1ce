/** What the server is asked to draw, and what it gives back: shared by the pages and the function that serves them. Types only. */

export interface PageAsked {
  readonly path: string;
  /** Without its `?`. */
  readonly query: string;
  /** Cookies as the browser sent them: only the look of the pages is read from them. */
  readonly cookies: string;
  /** The header `accept-language`. */
  readonly languages: string;
  /** Answer of a public call by its address, as JSON text; undefined when there is none. */
  readonly ask: (url: string) => string | undefined;
}

export interface PageDrawn {
  readonly status: 200 | 404;
  /** The language the page is written in: `zh-CN`, `en`. */
  readonly language: string;
  /** The whole document. */
  readonly html: string;
}

/** A form of the settings was sent by a browser without script. */
export interface SettingsKept {
  readonly cookie: string;
  /** A path on this site. */
  readonly back: string;
}

export interface PageServer {
  /** @param template the built `index.html` */
  readonly draw: (template: string, asked: PageAsked) => PageDrawn;
  /** @returns undefined where no setting is named */
  readonly settingsKept: (query: string, cookies: string, languages: string) => SettingsKept | undefined;
}
