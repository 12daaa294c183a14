"""Everything that can go wrong with what a user gives us; each message is one sentence for a person."""


class PipelineError(Exception):
    """The base of all errors of the pipeline."""


class ReadError(PipelineError, OSError):
    """A report could not be read."""


class FetchError(PipelineError, OSError):
    """A web address may not be asked, or does not answer."""


class UnknownFormatError(PipelineError, ValueError):
    """A file name's suffix is none we read or write."""


class UnknownRegionError(PipelineError, ValueError):
    """A region of interest is neither a country code nor a box."""


class RecogniserError(PipelineError, ValueError):
    """The recogniser asked for is not installed."""


class CorrectionError(PipelineError, ValueError):
    """A correction cannot mean anything: no coordinate, no words, no place."""


class FilterError(PipelineError, ValueError):
    """A filter asks for what cannot be: no day, no score, an unknown status."""


class TilesError(PipelineError):
    """An address names no tiles."""


class PrecisionError(PipelineError, ValueError):
    """The words for a grid to move points onto say none."""


class ProjectError(PipelineError, OSError):
    """A project's file cannot be opened or written; what it holds is as it was."""


class LimitReachedError(PipelineError):
    """An input is larger than the published limits."""


class WriteError(PipelineError, OSError):
    """A result could not be written; what stood there before still does."""


class WorkerLostError(PipelineError):
    """A process that analysed reports was ended from outside."""


class RunChangedError(PipelineError):
    """A folder holds a run over a corpus that was made otherwise than is asked for now."""
