// The search of the site asks a worker, and a page opened from disk may start none: there its script runs in a hidden frame instead.
// Material for MkDocs knows the name IFrameWorker, and would else fetch such a script from another site.
if (location.protocol === "file:") {
  self.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inner = this.frame.contentDocument;
      const script = inner.createElement("script");
      script.src = url;
      this.frame.contentWindow.postMessage = (data) => this.heard(data);
      this.ready = new Promise((done) => {
        script.addEventListener("load", done);
      });
      inner.body.append(script);
    }

    heard(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      if (this.onmessage) {
        this.onmessage(event);
      }
    }

    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {
      this.frame.remove();
    }
  };
  self.Worker = self.IFrameWorker;
}
