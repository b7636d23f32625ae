// A table that is wider than the screen scrolls sideways: with the keyboard too, and with a name for who hears it.

function reach() {
  for (const wide of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (wide.scrollWidth > wide.clientWidth) {
      wide.tabIndex = 0;
      wide.setAttribute("role", "region");
      wide.setAttribute("aria-label", "Table, scrolls sideways");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) wide.removeAttribute(name);
    }
  }
}

// The theme wraps tables when the page is drawn, so they are looked for once that is done.
document$.subscribe(() => setTimeout(reach));
window.addEventListener("resize", reach);
