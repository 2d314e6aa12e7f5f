// Waits with what is heavy until somebody comes near it.

/** Calls `open` once with each of `elements` when it comes near the screen. */
export function whenNear(elements, open) {
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        open(target);
      }
    },
    { rootMargin: "120px" },
  );
  for (const element of elements) {
    element.dataset.state = "waiting";
    watcher.observe(element);
  }
}
