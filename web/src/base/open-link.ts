/**
 * Opens a signed link in a new window. The window is opened in the press itself, before the link is known: a browser
 * blocks one that appears later. @param fetchUrl asks the hall for the link
 */
export async function openLink(fetchUrl: () => Promise<string | undefined>): Promise<void> {
  const opened = open('', '_blank');
  try {
    const url = await fetchUrl();
    if (url === undefined) opened?.close();
    else if (opened === null) location.assign(url);
    else {
      opened.opener = null;
      opened.location.replace(url);
    }
  } catch (error) {
    opened?.close();
    throw error;
  }
}
