// Reads the page aloud with the browser's own voice; nothing leaves the device. Without a voice there is no button.
const button = document.querySelector("[data-read-aloud]");
const synth = window.speechSynthesis;

if (button && synth) {
  const label = button.querySelector("span");
  const start = label.textContent;
  button.hidden = false;
  const show = (isTalking) => {
    label.textContent = isTalking ? button.dataset.stop : start;
    button.setAttribute("aria-pressed", String(isTalking));
  };
  button.addEventListener("click", () => {
    const wasTalking = synth.speaking;
    synth.cancel();
    show(!wasTalking);
    if (wasTalking) return;
    const parts = document.querySelectorAll("main :is(h1, h2, p, li, dt, dd, label, legend, summary)");
    const texts = [...parts].filter((one) => !one.querySelector("h1, h2, p, li, dt, dd, label") && one.checkVisibility()).map((one) => [one.innerText.trim(), one.closest("[lang]").lang]);
    for (const [at, [text, language]] of texts.entries()) {
      const said = new SpeechSynthesisUtterance(text);
      said.lang = language;
      said.rate = 0.9;
      if (at === texts.length - 1) said.addEventListener("end", () => show(false));
      synth.speak(said);
    }
  });
  window.addEventListener("pagehide", () => synth.cancel());
}
